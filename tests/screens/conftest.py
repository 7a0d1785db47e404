"""What every test of a screen stands on."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def application() -> QApplication:
    """One for the process: the desk's windows need the whole QApplication, whichever screen was tested first."""
    return QApplication.instance() or QApplication(["tests"])
