"""Mailboxes (市长信箱、省长信箱): letters in by IMAP or POP3, answers out by SMTP. docs/mail.md"""
