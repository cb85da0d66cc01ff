"""SchoolComms' text leg: a number of the school's own, through Twilio."""
