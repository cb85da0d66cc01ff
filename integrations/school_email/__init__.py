"""The school's own mailboxes, read by IMAP and written from by SMTP."""
