# Sourced by ./run and ./test: sets PYTHON to an interpreter that is new enough, or says what is missing and ends.
# The environment's own comes first: once set up, nothing else is needed, and it starts fastest.

find_python() {
    local candidate found=""
    for candidate in "$1/.venv/bin/python" "$1/.venv/Scripts/python.exe" \
        python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1; then
            if "$candidate" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
                PYTHON=$candidate
                return 0
            fi
            [ -n "$found" ] || found=$("$candidate" -V 2>&1 | head -n 1) || true
        fi
    done
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    zh*) echo "Sidelight 需要 Python 3.11 或更新的版本，本机是：${found:-没有 Python}。请从 https://www.python.org/downloads/ 安装，再运行一次。" >&2 ;;
    *) echo "Sidelight needs Python 3.11 or newer, and this machine has: ${found:-no Python}. Install it from https://www.python.org/downloads/ and start this again." >&2 ;;
    esac
    exit 1
}
