"""The icons there are. Each is drawn once in templates/shell/sprite.html; status is shape and word, never colour alone."""

STATUS = frozenset({"ok", "wait", "stop", "info", "hold", "idle", "na", "warn"})
THINGS = frozenset({"find", "lock", "child", "family", "care", "doc", "plane", "pen", "talk", "move", "go", "cloud", "print"})
NAMES = STATUS | THINGS
