//! Answers of commands that this program's tables describe.

/// What became of the heading, the command, and its answer.
pub(crate) const KNOWN: [(&str, &str, &str); 17] = [
    (
        "whole",
        "volume show",
        "Vserver    Volume       Aggregate    State     Type Size     Available Used%
---------- ------------ ------------ --------- ---- -------- --------- ------
svm_lewis  tarbert      aggr_machair online    RW   1GB      900MB     6%
",
    ),
    (
        "last column renamed",
        "volume show",
        "Vserver    Volume       Aggregate    State     Type Size     Available Filled
---------- ------------ ------------ --------- ---- -------- --------- ------
svm_lewis  tarbert      aggr_machair online    RW   1GB      900MB     6%
",
    ),
    (
        "one column cut out",
        "volume show",
        "Vserver    Volume       Aggregate    State     Size     Available Used%
---------- ------------ ------------ --------- -------- --------- ------
svm_lewis  tarbert      aggr_machair online    1GB      900MB     6%
",
    ),
    (
        "a column more",
        "volume show",
        "Vserver    Volume       Aggregate    State     Type Size     Available Used%  Tier
---------- ------------ ------------ --------- ---- -------- --------- ------ ------
svm_lewis  tarbert      aggr_machair online    RW   1GB      900MB     6%     none
",
    ),
    (
        "whole",
        "network interface show",
        "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
svm_lewis   stornoway  up/up      192.0.2.77/26      lewis-01      a0a-21  true
",
    ),
    (
        "two columns cut out",
        "network interface show",
        "            Logical    Status     Current       Is
Vserver     Interface  Admin/Oper Node          Home
----------- ---------- ---------- ------------- ----
svm_lewis   stornoway  up/up      lewis-01      true
",
    ),
    (
        "the upper line lost",
        "network interface show",
        "                                                     Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
svm_lewis   stornoway  up/up      192.0.2.77/26      lewis-01      a0a-21  true
",
    ),
    (
        "two columns more",
        "network interface show",
        "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home Zone   Rank
----------- ---------- ---------- ------------------ ------------- ------- ---- ------ ----
svm_lewis   stornoway  up/up      192.0.2.77/26      lewis-01      a0a-21  true north  2
",
    ),
    (
        "whole",
        "cluster show",
        "Node         Health  Eligibility
------------ ------- ------------
lewis-01     true    true
",
    ),
    (
        "whole",
        "network route show",
        "Vserver    Destination      Gateway         Metric
---------- ---------------- --------------- ------
svm_lewis  0.0.0.0/0        192.0.2.254     20
",
    ),
    (
        "whole",
        "system services ndmp show",
        "Node         Enabled  Clear text User Id
------------ -------- ---------- --------
lewis-01     true     true       root
",
    ),
    (
        "whole",
        "vserver services ndmp show",
        "Vserver      Enabled  Authentication type
------------ -------- --------------------
svm_lewis    true     challenge
",
    ),
    (
        "fields",
        "vserver services ndmp show",
        "vserver   enable
--------- ------
svm_lewis true
",
    ),
    (
        "fields",
        "network interface show",
        "vserver   lif       role  home-node
--------- --------- ----- ---------
svm_lewis stornoway data  lewis-01
",
    ),
    (
        "fields of security",
        "security login show",
        "vserver   user-or-group-name application authentication-method role
--------- ------------------ ----------- --------------------- ------
svm_lewis vaultkeeper        ssh         password              backup
",
    ),
    (
        "whole",
        "network interface failover-groups show",
        "                                  Failover
Vserver          Group            Targets
---------------- ---------------- ----------------------------------------
lewis
                 Cluster
                                  lewis-01:e0a, lewis-01:e0b
",
    ),
    (
        "labels",
        "vserver services ndmp show",
        "                   Vserver: svm_lewis
              NDMP Version: 4
         Enable Offset Map: true
       Authentication Type: challenge
    Enable NDMP on Vserver: true
",
    ),
];
