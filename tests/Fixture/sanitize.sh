#!/usr/bin/env bash
# Runs the tests of the native core, and those of the runtime that call native code, against a fixture library that is
# built with the address sanitizer and the sanitizer of undefined behaviour. They must report nothing.
#
#   tests/Fixture/sanitize.sh [Debug|Release]
#
# Build the tests first (dotnet build). Leaks are not looked for: the .NET runtime keeps memory until the process ends.
# Neither are faults handled: the runtime handles those of managed code itself. Tests of guests are left out: a guest's environment is
# cleared, so that the sanitizers' runtime would not be there.
set -euo pipefail
configuration=${1:-Debug}
here=$(cd "$(dirname "$0")" && pwd)
compiler=${CC:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$compiler" -std=gnu11 -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -shared -fPIC -pthread \
    -o "$work/libactorffi_fixture.so" "$here/fixture.c" -lm

# The process is no program of the sanitizer's, so that its runtime has to be there before anything else.
preload=$("$compiler" -print-file-name=libasan.so):$("$compiler" -print-file-name=libubsan.so)
export ASAN_OPTIONS="detect_leaks=0:handle_segv=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:allow_user_segv_handler=1:use_sigaltstack=0:detect_odr_violation=0:log_path=$work/report"
export UBSAN_OPTIONS="print_stacktrace=1:log_path=$work/report"

run() # project, assembly, filter
{
    cp -r "$here/../$1/bin/$configuration/net10.0" "$work/$1"
    cp "$work/libactorffi_fixture.so" "$work/$1/"
    LD_PRELOAD=$preload dotnet vstest "$work/$1/$2.dll" --TestCaseFilter:"$3"
}

status=0
run Native.Tests ActorFfi.Native.Tests "Category!=Long&FullyQualifiedName!~Isolat&FullyQualifiedName!~Guest&(FullyQualifiedName~Calls|FullyQualifiedName~Callbacks|FullyQualifiedName~Pointers|FullyQualifiedName~Structs)" || status=1
run Actors.Tests ActorFfi.Actors.Tests "Category!=Long&FullyQualifiedName!~Isolated&FullyQualifiedName~Actors.Tests.Calls." || status=1
if compgen -G "$work/report*" > /dev/null; then
    cat "$work"/report*
    echo "The sanitizers reported something, see above."
    exit 1
fi

[ $status -eq 0 ] || { echo "Tests failed under the sanitizers."; exit 1; }
echo "The sanitizers reported nothing."
