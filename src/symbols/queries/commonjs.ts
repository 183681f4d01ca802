/** Modules of JavaScript that are made by assignments. What an assignment is to is told by its text: `commonjs.ts`. */
export const commonjs = `
(program (_ (variable_declarator name: (identifier) @import.all
  value: (call_expression function: (identifier) @require arguments: (arguments . (string (string_fragment) @from) .)))))
(program (_ (variable_declarator name: (object_pattern [
  (shorthand_property_identifier_pattern) @import
  (pair_pattern key: (property_identifier) @import.of value: (identifier) @import)])
  value: (call_expression function: (identifier) @require arguments: (arguments . (string (string_fragment) @from) .)))))

(assignment_expression left: (member_expression object: (identifier) @given.by property: (property_identifier) @given.name))
(assignment_expression left: (member_expression
  object: (member_expression object: (identifier) @given.by property: (property_identifier) @given.word)
  property: (property_identifier) @given.name))
(assignment_expression left: (member_expression object: (identifier) @given.by property: (property_identifier) @given.word)
  right: (object) @given.all)
(assignment_expression left: (member_expression object: (identifier) @given.by property: (property_identifier) @given.word)
  right: (object [
    (shorthand_property_identifier) @given.same
    (pair key: (property_identifier) @given.name)
    (method_definition name: (property_identifier) @given.name)
    (comment) @given.comment]) @given.all)
`;
