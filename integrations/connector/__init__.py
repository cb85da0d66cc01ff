"""The connector: signed JSON over HTTP, for Tapestry, School Gateway and SchoolComms."""
