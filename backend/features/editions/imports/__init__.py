"""Plans that arrive as files: taken in, recognised in the background, turned into drafts."""
