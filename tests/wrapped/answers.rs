//! An invented cluster's answers, which the tests wrap in what programs and pages put round text.

/// Commands with their answers: tables of one and of two heading lines, groups, labels, a sentence, options.
pub(crate) const ANSWERS: [(&str, &str); 7] = [
    (
        "network interface show",
        "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
orkney
            hoy_ic1      up/up    192.0.2.31/24      orkney-01     a0a-31  true
            mgmt_ring  down/down  192.0.2.32/24      orkney-02     e0M     false
svm_flotta
            flotta_1     up/up    198.51.100.7/26    orkney-02     e0c     true
3 entries were displayed.
",
    ),
    (
        "storage tape show",
        "
Node: orkney-01
Device ID               Device Type    Description           Status
----------------------  -------------  --------------------  ---------------
sw4:10.41               tape drive     HP LTO-3              normal
sw4:10.42               tape drive     HP LTO-3              offline

Node: orkney-02
Device ID               Device Type    Description           Status
----------------------  -------------  --------------------  ---------------
0b.125L1                media changer  HP MSL G3 Series      normal
3 entries were displayed.
",
    ),
    (
        "vserver services ndmp show -vserver svm_flotta",
        "
                   Vserver: svm_flotta
              NDMP Version: 4
         Enable Offset Map: true
Enable per Qtree Exclusion: false
       Authentication Type: challenge
    Enable NDMP on Vserver: true
  Preferred Interface Role: intercluster, cluster-mgmt, node-mgmt

",
    ),
    (
        "network interface show -fields role,home-node",
        "vserver    lif       role         home-node
---------- --------- ------------ ---------
orkney     hoy_ic1   intercluster orkney-01
orkney     mgmt_ring node-mgmt    orkney-02
svm_flotta flotta_1  data         orkney-02
3 entries were displayed.
",
    ),
    ("system services ndmp node-scope-mode status", "NDMP node-scope-mode is disabled.\n"),
    (
        "options -option-name tape.reservations",
        "
orkney-01
    tape.reservations                 persistent

orkney-02
    tape.reservations                 off
2 entries were displayed.
",
    ),
    (
        "security login show",
        "
Vserver: orkney
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
ISLES\\joe      ssh         domain        admin            -      none
tape_writer    ssh         password      backup           no     none

Vserver: svm_flotta
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
vsadmin        ssh         password      vsadmin          yes    none
3 entries were displayed.
",
    ),
];
