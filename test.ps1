# Sets everything up the first time, then runs the tests: `.\test.ps1 ARGS` is `pytest ARGS`.
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
. (Join-Path $here 'setup\python.ps1')
& $Python[0] @($Python | Select-Object -Skip 1) -I (Join-Path $here 'setup') test @args
exit $LASTEXITCODE
