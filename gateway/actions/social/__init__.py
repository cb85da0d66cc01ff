"""Posts for the public: written here, packed for a person to post, and posted by Handbell itself only where that is on."""
