//! Answers in ONTAP's layout to commands that no table describes.

/// Commands that no table describes; the failover groups are those of an older release.
pub(crate) const OTHERS: [(&str, &str); 41] = [
    (
        "volume snapshot show",
        "Vserver  Volume  Snapshot             State    Size     Total% Used%
-------- ------- -------------------- -------- -------- ------ -----
svm_lewis tarbert nightly_0215         valid    80KB     0%     31%
",
    ),
    (
        "volume qtree show",
        "Vserver    Volume       Qtree      Style    Oplocks   Status
---------- ------------ ---------- -------- --------- --------
svm_lewis  tarbert      q0         unix     enable    normal
",
    ),
    (
        "volume efficiency show",
        "Vserver    Volume       State     Status    Progress           Policy
---------- ------------ --------- --------- ------------------ --------
svm_lewis  tarbert      Enabled   Idle      Idle for 09:11:22  default
",
    ),
    (
        "volume move show",
        "                                  Move
Vserver    Volume       State     Phase      Percent-Complete Time-To-Complete
---------- ------------ --------- ---------- ---------------- ----------------
svm_lewis  tarbert      done      completed  100%             -
",
    ),
    (
        "volume clone show",
        "                        Parent     Parent     Parent
Vserver    FlexClone    Vserver    Volume     Snapshot       State    Type
---------- ------------ ---------- ---------- -------------- -------- ----
svm_lewis  tarbert_c    svm_lewis  tarbert    nightly_0215   online   RW
",
    ),
    (
        "volume quota policy show",
        "Vserver    Volume       Policy Name
---------- ------------ ------------
svm_lewis  tarbert      default
",
    ),
    (
        "lun show",
        "Vserver    Path                           State   Mapped   Type     Size
---------- ------------------------------ ------- -------- -------- --------
svm_lewis  /vol/tarbert/l1                online  mapped   linux    50GB
",
    ),
    (
        "network port ifgrp show",
        "         Port       Distribution                   Active
Node     IfGrp      Function     MAC Address       Ports  Ports
-------- ---------- ------------ ----------------- ------ ----------
lewis-01
         a0a        ip           02:00:5e:10:00:01 full   e0d, e0e
",
    ),
    (
        "network port vlan show",
        "                   Network Network
Node     VLAN Name Port    VLAN ID  MAC Address
-------- --------- ------- -------- -----------------
lewis-01 a0a-10    a0a     10       02:00:5e:10:00:01
",
    ),
    (
        "network port show-address-filter-info",
        "Node     Port   Num Buckets Used
-------- ------ ----------------
lewis-01 e0a    5
",
    ),
    (
        "storage port show",
        "                                    Speed                     VLAN
Node           Port Type  Mode      (Gb/s) State    Status    ID
-------------- ---- ----- --------- ------ -------- --------- ----
lewis-01       e0c  ENET  storage   100    enabled  online    30
",
    ),
    (
        "network fcp adapter show",
        "                         Connection  Host
Node         Adapter     Established Port Address
------------ ----------- ----------- ------------
lewis-01     0e          ptp         10100
",
    ),
    (
        "vserver iscsi show",
        "           Target                               Target       Status
Vserver    Name                                 Alias        Admin
---------- ------------------------------------ ------------ ------
svm_lewis  iqn.1992-08.com.example:sn.1:vs.3    svm_lewis    up
",
    ),
    (
        "vserver iscsi interface show",
        "           Logical          Status     Curr            Curr
Vserver    Interface  TPGT  Admin/Oper IP Address      Node       Port  Enabled
---------- ---------- ----- ---------- --------------- ---------- ----- -------
svm_lewis  stornoway  1026  up/up      192.0.2.31      lewis-01   e0a   true
",
    ),
    (
        "vserver fcp interface show",
        "           Logical    Status                                                     Current
Vserver    Interface  Admin/Oper WWNN                    WWPN                    Node       Port
---------- ---------- ---------- ----------------------- ----------------------- ---------- -----
svm_lewis  barvas     up/up      20:00:00:00:5e:00:53:01 20:01:00:00:5e:00:53:01 lewis-01   0e
",
    ),
    (
        "vserver nvme show",
        "Vserver       Status Admin
------------- ------------
svm_lewis     up
",
    ),
    (
        "vserver services name-service dns show",
        "                                               Name
Vserver         State     Domains              Servers
--------------- --------- -------------------- ----------------
svm_lewis       enabled   example.com          192.0.2.99
",
    ),
    (
        "vserver services name-service ns-switch show",
        "                             Source
Vserver         Database     Order
--------------- ------------ ------------
svm_lewis       hosts        files
",
    ),
    (
        "vserver show-aggregates",
        "               Available
Vserver        Aggregate      State   Size       Type    SnapLock Type
-------------- -------------- ------- ---------- ------- -------------
svm_lewis      aggr_machair   online  6.03GB     ssd     non-snaplock
",
    ),
    (
        "vserver peer show",
        "            Peer        Peer                          Peering        Remote
Vserver     Vserver     State        Peer Cluster     Applications   Vserver
----------- ----------- ------------ ---------------- -------------- ---------
svm_lewis   svm_uist    peered       uist             snapmirror     svm_uist
",
    ),
    (
        "vserver export-policy show",
        "Vserver          Policy Name
---------------- -------------------
svm_lewis        default
",
    ),
    (
        "vserver cifs show",
        "            Server          Status    Domain/Workgroup Authentication
Vserver     Name            Admin     Name             Style
----------- --------------- --------- ---------------- --------------
svm_lewis   LEWIS           up        EXAMPLE          domain
",
    ),
    (
        "security certificate show",
        "Vserver    Serial Number   Certificate Name               Type
---------- --------------- ------------------------------ ------------
lewis      513C4C          lewis.cert                     server
",
    ),
    (
        "security login role show",
        r#"           Role          Command             Access
Vserver    Name          /Directory   Query  Level
---------- ------------- ------------ ------ ------
lewis      admin         DEFAULT      ""     all
"#,
    ),
    (
        "storage failover show-giveback",
        "               Partner
Node           Aggregate         Giveback Status
-------------- ----------------- ----------------------------------------
lewis-01
                                 No aggregates to give back
",
    ),
    (
        "network interface failover-groups show",
        "Failover
Group               Node              Port
------------------- ----------------- ----------
clusterwide
                    lewis-01          a0a
",
    ),
    (
        "network routing-groups route show",
        "          Routing
Vserver   Group         Destination     Gateway         Metric
--------- ------------- --------------- --------------- ------
svm_lewis
          d192.0.2.0/24
                        0.0.0.0/0       192.0.2.254     20
",
    ),
    (
        "network route active-entry show",
        "Vserver: lewis
Node: lewis-01
Subnet Group: 0.0.0.0/0
Destination            Gateway              Interface  Metric  Flags
---------------------- -------------------- ---------- ------- ------
default                192.0.2.254          e0M        0       UGS
",
    ),
    (
        "network connections active show-clients",
        "Node           Vserver Name   Client IP Address Count
-------------- -------------- ----------------- ------
lewis-01
               svm_lewis      192.0.2.11        1
",
    ),
    (
        "system services firewall show",
        "Node           Enabled  Logging
-------------- -------- --------
lewis-01       true     false
",
    ),
    (
        "system service-processor show",
        "                                IP           Firmware
Node          Type  Status      Configured   Version   IP Address
------------- ----- ----------- ------------ --------- -------------------------
lewis-01      SP    online      true         4.1       192.0.2.20
",
    ),
    (
        "system node image show",
        "                    Is      Is                 Install
Node       Image    Default Current Version    Date
---------- -------- ------- ------- ---------- -------------------
lewis-01   image1   true    true    9.9.1      2/15/2026 10:00:00
",
    ),
    (
        "cluster ring show",
        "Node      UnitName Epoch    DB Epoch DB Trnxs Master    Online
--------- -------- -------- -------- -------- --------- ---------
lewis-01  mgmt     1        1        1068     lewis-01  master
",
    ),
    (
        "system services ndmp status",
        "               Session    Remote
Node           Id         Address
-------------- ---------- ----------------
lewis-01       1000       192.0.2.40
",
    ),
    (
        "volume snapshot show -fields size",
        "vserver   volume  snapshot     size
--------- ------- ------------ -----
svm_lewis tarbert nightly_0215 80KB
",
    ),
    (
        "volume efficiency show -fields state,policy",
        "vserver   volume  state   policy
--------- ------- ------- -------
svm_lewis tarbert Enabled default
",
    ),
    (
        "storage port show -fields type,state",
        "node     port type state
-------- ---- ---- -------
lewis-01 e0c  ENET enabled
",
    ),
    (
        "volume efficiency show -instance",
        "            Vserver Name: svm_lewis
             Volume Name: tarbert
             Volume Path: /vol/tarbert
                   State: Enabled
                  Status: Idle
                Progress: Idle for 09:11:22
                    Type: Regular
  Efficiency Policy Name: default
",
    ),
    (
        "storage aggregate show -instance",
        "          Aggregate: aggr_machair
       Storage Type: ssd
              Nodes: lewis-01
              State: online
               Size: 6.03GB
     Available Size: 5GB
          Used Size: 1GB
    Used Percentage: 10%
",
    ),
    (
        "volume snapshot show -instance",
        "   Vserver: svm_lewis
    Volume: tarbert
  Snapshot: nightly_0215
     State: valid
      Size: 80KB
   Comment: -
",
    ),
    (
        "volume snapshot show # separated",
        "vserver;volume;snapshot;state;size;
Vserver;Volume;Snapshot;State;Size;
svm_lewis;tarbert;nightly_0215;valid;80KB;
",
    ),
];
