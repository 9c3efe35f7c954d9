"""The parts of a story's address."""


class Year:
    """Four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return f"{int(str(value)):04}"


class TwoDigits(Year):
    """A month or a day, with its leading zero."""

    regex = "[0-9]{2}"

    def to_url(self, value: object) -> str:
        return f"{int(str(value)):02}"
