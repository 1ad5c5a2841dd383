# Builds what is missing, then runs a command of this module; sourced by the scripts beside it.
# launch NAME CLASS JMETER ARGUMENTS...: JMETER is yes if the command needs JMeter laid out.

home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$home")
built=$home/target/run.built
classpath=$home/target/run.classpath
log=$home/target/build.log

has_jmeter() { compgen -G "$home/target/jmeter-home/*/jmeter/bin/ApacheJMeter-*.jar" >/dev/null; }

is_built() {
  [ -f "$built" ] && [ -f "$classpath" ] &&
    [ -f "$root/seckill-api/target/seckill-api.jar" ] && [ -f "$root/order-consumer/target/order-consumer.jar" ] &&
    [ -d "$root/infra/target/servers" ] &&
    [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -type f -newer "$built" -print -quit)" ]
}

build() {
  local name=$1
  shift
  mkdir -p "$home/target"
  echo "Building (the first time, Maven also fetches what is missing; the log is $log)"
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
  exec "$java" -cp "$home/target/classes:$(cat "$classpath")" "$class" \
    --home "$home" "${terminal[@]+"${terminal[@]}"}" "$@"
}
