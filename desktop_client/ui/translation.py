"""The interface's language: Qt's translators for widgets, the wording catalogue for sentences from other rooms."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_client.errors import SidelightError
from desktop_client.wording import Language, Sentence

FOLDER = Path(__file__).with_name("translations")


class Interpreter:
    """Speaks one of the two interface languages; installed once at start and asked by the window's parts."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._translators: list[QTranslator] = []

    def install(self, app: QCoreApplication) -> None:
        """Make the application speak the language: widgets, Qt's own dialogs, numbers and dates."""
        locale = QLocale("zh_CN") if self.language == "zh" else QLocale("en_GB")
        QLocale.setDefault(locale)
        if self.language == "en":
            return
        for name, folder in (
            ("sidelight_zh_CN", str(FOLDER)),
            ("qt_lacks_zh_CN", str(FOLDER)),
            ("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ):
            translator = QTranslator(app)
            if translator.load(name, folder):
                app.installTranslator(translator)
                self._translators.append(translator)

    def remove(self, app: QCoreApplication) -> None:
        """Let the application speak English again."""
        for translator in self._translators:
            app.removeTranslator(translator)
        self._translators.clear()
        QLocale.setDefault(QLocale("en_GB"))

    def say(self, sentence: Sentence) -> str:
        """A sentence of another room in the interface's language."""
        return sentence.in_language(self.language)

    def say_error(self, error: Exception) -> str:
        """What to tell the user of a failure: cause and next step, or the bare fact of a fault in the program."""
        if isinstance(error, SidelightError):
            return error.in_language(self.language)
        fault = QCoreApplication.translate("Interpreter", "Something went wrong inside Sidelight: {fault}")
        return fault.format(fault=f"{type(error).__name__}: {error}")
