"""The bulletin's editors at work: comments, clearings, earlier texts, corrections, approvals."""
