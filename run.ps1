# Sets everything up the first time, then starts Sidelight: `.\run.ps1 ARGS` is `sidelight ARGS`.
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
. (Join-Path $here 'setup\python.ps1')
& $Python[0] @($Python | Select-Object -Skip 1) -I (Join-Path $here 'setup') run @args
exit $LASTEXITCODE
