@csr @operations @lab
Feature: The engine may stop at any time

  All that the engine knows is in the cluster. It may be stopped and restarted at any time: a request that was approved meanwhile is
  signed when it is back, and one that has its certificate keeps it.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: What happened while it was away is made up for

    Example: A request is created and approved while the engine is away
      Given the engine is stopped
      And a request "meanwhile" by "alice" for issuer "lab" in namespace "team-a"
      And an approver approves "meanwhile"
      And "meanwhile" stays without a certificate
      When the engine is started again
      Then "meanwhile" is eventually issued

    Example: A request is denied while the engine is away
      Given a request "refused-meanwhile" by "alice" for issuer "lab" in namespace "team-a"
      And the engine is stopped
      And an approver denied "refused-meanwhile" because "PolicyViolation"
      When the engine is started again
      Then "refused-meanwhile" stays without a certificate
