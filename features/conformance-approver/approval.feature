@csr @conformance-approver @approval
Feature: An approver approves what its policy approves

  Whoever runs an approver knows some requests that it has to approve. They are sent one after the other, by the user
  whom each of them names, and the approver has the time of the run to answer each.

  Background:
    Given the approver under test

  Rule: What should be approved is approved

    Example: Every request that should be approved
      When every request that should be approved is sent
      Then each of them is approved
