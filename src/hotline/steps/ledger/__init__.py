"""记账: the ledger of counted facts is added up by night, and proved equal to the journal."""
