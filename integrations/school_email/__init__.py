"""The school's own mailboxes: read by IMAP, Graph or the Gmail API, and written from by SMTP or the same two."""
