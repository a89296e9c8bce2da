#!/bin/sh
# Runs a command as the ranks of a job, each on a host of its own: namespaces of
# this machine, between which bench/dist/wire.c is the network. Needs root,
# OpenMPI, iproute2 and util-linux.
# usage: sh bench/dist/hosts.sh HOSTS GBIT_PER_S MICROSECONDS command ...
set -e
[ $# -ge 4 ] || { sed -n 's/^# usage/usage/p' "$0" >&2; exit 1; }
hosts=$1 rate=$2 delay=$3
shift 3
folder=$(mktemp -d)
last=$((hosts - 1))

leave() {
  [ -z "$wire" ] || kill "$wire" 2>/dev/null || true
  for k in $(seq 0 $last); do ip netns del "host$k" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap leave EXIT
trap 'exit 1' INT TERM

cc -O2 -o "$folder/wire" "$(dirname "$0")/wire.c"
"$folder/wire" "$hosts" "$rate" "$delay" >"$folder/said" &
wire=$!
until grep -qs ready "$folder/said"; do kill -0 $wire; sleep 0.05; done

list=""
for k in $(seq 0 $last); do
  ip netns add "host$k"
  ip link set "wire$k" netns "host$k"
  in="ip -n host$k"
  $in link set lo up
  $in link set "wire$k" address "02:00:00:00:00:$(printf %02x "$k")" mtu 9000
  $in addr add "10.77.0.$((k + 1))/24" dev "wire$k"
  $in link set "wire$k" up
  list="$list${list:+,}10.77.0.$((k + 1)):1"
done

# what mpirun calls to get to a host: its address, and a command
cat >"$folder/reach" <<'WORDS'
#!/bin/sh
k=$((${1##*.} - 1))
shift
exec ip netns exec "host$k" unshare --uts sh -c \
  'hostname "$1"; shift; exec sh -c "$*"' reach "host$k" "$@"
WORDS
chmod +x "$folder/reach"

export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
"$folder/reach" 10.77.0.1 mpirun --mca plm_rsh_agent "$folder/reach" \
  --mca orte_keep_fqdn_hostnames 1 --mca btl tcp,self --mca pml ob1 \
  --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 \
  --bind-to none --host "$list" -n "$hosts" \
  -x LUA_PATH -x LUA_CPATH -x LUNETTE_NUM_THREADS $MPIRUN "$@"
