{
  route: [[route]],
  module: [[module]],
  fingerprint: [[fingerprint]],
[[notifications]][[record]]  fields: [
[[fields]]  ]
}
