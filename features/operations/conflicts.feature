@csr @operations @lab
Feature: A write that goes wrong is repaired

  Others write to a request too: approvers, annotators, a second engine. The API server refuses a write that is based on what is no
  longer there, and answers may be lost. The engine then looks at the request anew and decides again. A certificate is written
  once: one that is there already is never replaced.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: A write that was refused is tried again

    Example: Somebody else was faster
      Given a request "conflicting" by "alice" for issuer "lab" in namespace "team-a"
      And the next write of a certificate meets a conflict
      When an approver approves "conflicting"
      Then "conflicting" is eventually issued
      And the certificate of "conflicting" was written once

    Example: The API server is out of order for a moment
      Given a request "unlucky" by "alice" for issuer "lab" in namespace "team-a"
      And the next write of a certificate meets an internal error
      When an approver approves "unlucky"
      Then "unlucky" is eventually issued
      And the certificate of "unlucky" was written once

  Rule: A write whose answer was lost is not repeated

    Example: The certificate was written, but the engine has not heard of it
      Given a request "answer-lost" by "alice" for issuer "lab" in namespace "team-a"
      And the answer to the next write of a certificate is lost
      When an approver approves "answer-lost"
      Then "answer-lost" is eventually issued
      And the certificate of "answer-lost" has no lint errors
      And the certificate of "answer-lost" was written once

  Rule: A restart repeats nothing

    Example: The engine comes back to a request that has its certificate
      Given a request "done" by "alice" for issuer "lab" in namespace "team-a"
      And an approver approves "done"
      And "done" is eventually issued
      And the engine is stopped
      When the engine is started again
      Then the certificate of "done" was written once
