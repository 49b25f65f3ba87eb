# Slurm on one machine as two nodes, n1 and n2, for whoever sources this: Debian's slurmctld, slurmd,
# slurm-client and munge, all in a folder of their own, on ports of the loopback only. It ends with
# the shell that has started it. The folder of the cluster is in $cluster.
cluster=$(mktemp -d)
chmod 755 "$cluster"
trap 'endCluster' EXIT
export SLURM_CONF=$cluster/slurm.conf
port=$((20000 + $$ % 20000))

startCluster() {
  mkdir "$cluster/munge" "$cluster/state"
  chmod 755 "$cluster/munge"
  head -c 1024 /dev/urandom > "$cluster/munge/key"
  chmod 600 "$cluster/munge/key"
  (cd "$cluster/munge" && munged --force --key-file="$PWD/key" --socket="$PWD/socket" \
    --pid-file="$PWD/pid" --log-file="$PWD/log" --seed-file="$PWD/seed") 2> /dev/null
  cat > "$SLURM_CONF" <<CONF
ClusterName=handprop
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$port
AuthType=auth/munge
AuthInfo=socket=$cluster/munge/socket,cred_expire=10
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=sched_min_interval=0
SlurmdTimeout=${nodeTimeout:-10}
ReturnToService=2
MaxArraySize=10001
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool-%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd-%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd-%n.log
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 RealMemory=2000
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 RealMemory=2000
PartitionName=all Nodes=n1,n2 Default=YES State=UP
CONF
  slurmctld -f "$SLURM_CONF"
  for node in n1 n2; do slurmd -f "$SLURM_CONF" -N "$node"; done
  until [ "$(sinfo -h -t idle -o %D 2> /dev/null)" = 2 ]; do sleep 0.2; done
}

# The processes below one, itself among them.
below() {
  local child
  echo "$1"
  for child in $(pgrep -P "$1"); do below "$child"; done
}

# A node is lost with all that runs on it, as when its power fails.
killNode() {
  local step job pids
  pids=$(cat "$cluster/slurmd-$1.pid")
  for job in $(squeue -h -w "$1" -t R -o %A); do
    for step in $(pgrep -f "slurmstepd: \[$job\."); do pids+=" $(below "$step")"; done
  done
  kill -9 $pids
}

endCluster() {
  local pid
  for pid in "$cluster"/*.pid "$cluster/munge/pid"; do
    [ -f "$pid" ] && kill "$(cat "$pid")" 2> /dev/null
  done
  rm -rf "$cluster"
}
