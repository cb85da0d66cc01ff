"""PDF files, made by WeasyPrint in a process of its own."""
