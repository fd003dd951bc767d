"""Sheets of cases (办理单): what one says, printing it, ordering many, writing them."""
