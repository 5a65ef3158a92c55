# Dot-sourced by run.ps1 and test.ps1: sets $Python to the command of an interpreter that is new enough, or ends.
$Python = $null
$root = Split-Path -Parent (Split-Path -Parent $MyInvocation.MyCommand.Path)
foreach ($candidate in @(, @((Join-Path $root '.venv\Scripts\python.exe'))) + @(, @('py', '-3')) + @(, @('python')) + @(, @('python3'))) {
    if (-not (Get-Command $candidate[0] -ErrorAction SilentlyContinue)) { continue }
    & $candidate[0] @($candidate | Select-Object -Skip 1) -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>$null
    if ($LASTEXITCODE -eq 0) { $Python = $candidate; break }
}
if ($null -eq $Python) {
    [Console]::Error.WriteLine('Sidelight needs Python 3.11 or newer. Install it from https://www.python.org/downloads/ and start this again.')
    exit 1
}
