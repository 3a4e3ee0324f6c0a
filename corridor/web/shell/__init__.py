"""The frame of every screen: layout, components, who acts, languages, lock."""
