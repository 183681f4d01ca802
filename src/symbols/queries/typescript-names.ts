/** Where names are bound and used, in JavaScript and TypeScript alike. */
export const names = `
[(function_declaration) (function_expression) (generator_function_declaration) (generator_function) (arrow_function)
 (method_definition)] @scope.function
[(statement_block) (for_statement) (for_in_statement) (catch_clause) (class_declaration) (class) (switch_body)] @scope

(function_declaration name: (identifier) @outer)
(generator_function_declaration name: (identifier) @outer)
(function_expression name: (identifier) @local)
(generator_function name: (identifier) @local)
(variable_declarator name: (identifier) @local)
(variable_declaration (variable_declarator name: (identifier) @hoist))
(for_in_statement left: (identifier) @local)
(catch_clause parameter: (identifier) @local)
(arrow_function parameter: (identifier) @local)
(object_pattern (shorthand_property_identifier_pattern) @local)
(object_pattern (pair_pattern value: (identifier) @local))
(object_assignment_pattern left: (shorthand_property_identifier_pattern) @local)
(array_pattern (identifier) @local)
(rest_pattern (identifier) @local)
(assignment_pattern left: (identifier) @local)
(import_clause (identifier) @local)
(namespace_import (identifier) @local)
(import_specifier !alias name: (identifier) @local)
(import_specifier alias: (identifier) @local)
(import_specifier name: (identifier) @skip alias: (_))
(export_statement (export_clause (export_specifier name: (identifier) @skip)) source: (_))
(export_specifier alias: (identifier) @skip)
(namespace_export (identifier) @skip)

[(identifier) (shorthand_property_identifier)] @use
`;

/** The same of what only TypeScript has. */
export const types = `
[(function_signature) (method_signature) (abstract_method_signature) (call_signature) (construct_signature)
 (function_type) (constructor_type)] @scope.function
[(abstract_class_declaration) (interface_declaration) (type_alias_declaration) (conditional_type) (index_signature)
 (enum_body)] @scope
(class_declaration name: (type_identifier) @outer)
(abstract_class_declaration name: (type_identifier) @outer)
(class name: (type_identifier) @local)
(function_signature name: (identifier) @outer)
(interface_declaration name: (type_identifier) @outer)
(type_alias_declaration name: (type_identifier) @outer)
(enum_declaration name: (identifier) @local)
(internal_module name: (identifier) @local)
(module name: (identifier) @local)
(enum_body name: (property_identifier) @local)
(enum_assignment name: (property_identifier) @local)
(required_parameter pattern: (identifier) @local)
(optional_parameter pattern: (identifier) @local)
(required_parameter name: (identifier) @skip)
(optional_parameter name: (identifier) @skip)
(index_signature name: (identifier) @local)
(type_parameter name: (type_identifier) @local)
(mapped_type_clause name: (type_identifier) @local)
(infer_type . (type_identifier) @local)
(import_require_clause (identifier) @local)
(import_alias . (identifier) @local)
(nested_type_identifier name: (type_identifier) @skip)
(type_identifier) @use
`;

/** The same of what only JavaScript reads otherwise. */
export const plain = `
(class_declaration name: (identifier) @outer)
(class name: (identifier) @local)
(formal_parameters (identifier) @local)
`;

/** The same of elements in the text. */
export const tags = `
(jsx_opening_element name: (identifier) @tag)
(jsx_closing_element name: (identifier) @tag)
(jsx_self_closing_element name: (identifier) @tag)
`;
