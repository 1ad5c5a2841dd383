# Builds what is missing, then runs a command of this module; sourced by the scripts beside it.
# launch NAME CLASS JMETER ARGUMENTS...: JMETER is yes if the command needs JMeter laid out.

home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$home")
built=$home/target/run.built
classpath=$home/target/run.classpath
log=$home/target/build.log

has_jmeter() { compgen -G "$home/target/jmeter-home/*/jmeter/bin/ApacheJMeter-*.jar" >/dev/null; }

# Libraries, none of them of this checkout: its own modules are found beside this file, wherever it was moved or copied.
has_libraries() {
  local libraries library
  [ -f "$classpath" ] || return 1
  IFS=: read -r -a libraries <"$classpath" || [ ${#libraries[@]} -gt 0 ] || return 1
  for library in "${libraries[@]}"; do [ -f "$library" ] || return 1; done
}

is_built() {
  [ -f "$built" ] && has_libraries &&
    [ -f "$root/seckill-api/target/seckill-api.jar" ] && [ -f "$root/order-consumer/target/order-consumer.jar" ] &&
    [ -d "$root/infra/target/servers" ] && [ -d "$root/infra/target/classes" ] &&
    [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -type f -newer "$built" -print -quit)" ]
}

# Programs that run from these files go on with what they opened: Maven writes the new ones into the old, over what the
# programs have yet to load.
part_from_running() {
  local file
  for file in "$root"/{seckill-api/target/seckill-api,order-consumer/target/order-consumer,infra/target/infra-*}.jar; do
    if [ -f "$file" ]; then cp -p "$file" "$file.copy" && mv -f "$file.copy" "$file"; fi
  done
}

build() {
  local name=$1
  shift
  if ! mkdir -p "$home/target" || [ ! -w "$home/target" ]; then
    echo "$name - $home/target can't be written: another user's checkout? Copy it to a folder of your own" >&2
    exit 1
  fi
  echo "Building (the first time, Maven also fetches what is missing; the log is $log)"
  part_from_running
  if ! "$root/mvnw" -f "$root/pom.xml" -B -Dstyle.color=never -pl loadtest -am -Dmaven.test.skip=true "$@" package 2>&1 |
    tee "$log" | awk '/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ { print "  " $3; fflush() }'; then
    echo "$name - the build failed:" >&2
    grep '^\[ERROR\]' "$log" | head -20 >&2 || tail -20 "$log" >&2
    exit 1
  fi
  touch "$built"
}

launch() {
  local name=$1 class=$2 jmeter=$3 java terminal=()
  shift 3
  # Java opens files with letters outside ASCII in their names only in a locale that has them.
  export LC_ALL=C.UTF-8
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=$(command -v java || true); fi
  if [ ! -x "$java" ]; then
    echo "$name - no java found: install a JDK, 17 or newer, and put it on the PATH or set JAVA_HOME" >&2
    exit 1
  fi
  if [ "$jmeter" = yes ] && ! has_jmeter; then
    build "$name" -Pjmeter
  elif ! is_built; then
    build "$name"
  fi
  if [ -t 0 ] && [ -t 1 ]; then terminal+=(--can-ask); fi
  if [ -t 1 ]; then terminal+=(--can-rewrite); fi
  local own=$home/target/classes:$root/infra/target/classes:$root/common-model/target/classes
  exec "$java" -cp "$own:$(cat "$classpath")" "$class" \
    --home "$home" "${terminal[@]+"${terminal[@]}"}" "$@"
}
