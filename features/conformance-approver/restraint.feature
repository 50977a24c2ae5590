@csr @conformance-approver @restraint
Feature: An approver never approves what its policy does not approve

  An approval that should not be lets somebody be whom nobody has allowed, and it cannot be taken back. Whether the
  approver denies such a request or leaves it to others is its own affair.

  Background:
    Given the approver under test

  Rule: What should not be approved is not approved

    Example: Every request that should not be approved
      When every request that should not be approved is sent, and then one that should be
      Then none of the former is approved
