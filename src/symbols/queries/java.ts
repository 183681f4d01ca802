import type { Queries } from '../parser.ts';

const names = `
[(method_declaration) (constructor_declaration) (compact_constructor_declaration) (lambda_expression)] @scope.function
[(class_declaration) (interface_declaration) (enum_declaration) (record_declaration) (annotation_type_declaration)
 (class_body) (block) (for_statement) (enhanced_for_statement) (try_with_resources_statement) (catch_clause)
 (switch_block)] @scope
(import_declaration (asterisk)) @open

(class_declaration name: (identifier) @outer)
(interface_declaration name: (identifier) @outer)
(enum_declaration name: (identifier) @outer)
(record_declaration name: (identifier) @outer)
(annotation_type_declaration name: (identifier) @outer)
(variable_declarator name: (identifier) @local)
(formal_parameter name: (identifier) @local)
(catch_formal_parameter name: (identifier) @local)
(resource name: (identifier) @local)
(enhanced_for_statement name: (identifier) @local)
(lambda_expression parameters: (identifier) @local)
(inferred_parameters (identifier) @local)
(instanceof_expression name: (identifier) @local)
(record_pattern_component (identifier) @local)
(type_pattern (identifier) @local)
(enum_constant name: (identifier) @local)
(type_parameter (type_identifier) @local)
(import_declaration (scoped_identifier name: (identifier) @local))
(scoped_identifier scope: (identifier) @skip)
(scoped_identifier scope: (scoped_identifier name: (identifier) @skip))
(package_declaration [(identifier) @skip (scoped_identifier name: (identifier) @skip)])
(method_declaration name: (identifier) @skip)
(constructor_declaration name: (identifier) @skip)
(compact_constructor_declaration name: (identifier) @skip)
(annotation_type_element_declaration name: (identifier) @skip)
(method_invocation name: (identifier) @skip)
(field_access field: (identifier) @skip)
(method_reference (_) (identifier) @skip)
(scoped_type_identifier (_) (type_identifier) @skip)
(element_value_pair key: (identifier) @skip)
(labeled_statement . (identifier) @skip)
(break_statement (identifier) @skip)
(continue_statement (identifier) @skip)
(switch_label (identifier) @skip)

[(identifier) (type_identifier)] @use
`;

const structure = `
[(line_comment) (block_comment)] @comment
(package_declaration (_) @package)
(class_declaration name: (identifier) @name body: (_) @body) @class
(class_declaration superclass: (_)) @heir
(interface_declaration name: (identifier) @name body: (_) @body) @class
(record_declaration name: (identifier) @name body: (_) @body) @class
(annotation_type_declaration name: (identifier) @name) @interface
(enum_declaration name: (identifier) @name body: (_) @body) @enum
(enum_constant name: (identifier) @case)
(enum_declaration body: (enum_body (enum_body_declarations [
  (method_declaration name: (identifier) @case)
  (field_declaration declarator: (variable_declarator name: (identifier) @case))
  (class_declaration name: (identifier) @case) (enum_declaration name: (identifier) @case)])))
(method_declaration name: (identifier) @name parameters: (_) @parameters body: (_) @body) @method
(method_declaration name: (identifier) @name parameters: (_) @parameters !body) @method.signature
(constructor_declaration name: (identifier) @name parameters: (_) @parameters body: (_) @body) @method
(field_declaration declarator: (variable_declarator name: (identifier) @name value: (_) @body)) @member
(field_declaration declarator: (variable_declarator name: (identifier) @name !value)) @member

(formal_parameters (formal_parameter) @parameter.required) @parameters
(formal_parameters (spread_parameter) @parameter.rest) @parameters

(import_declaration (scoped_identifier name: (identifier) @import) @from .)

(object_creation_expression type: (type_identifier) @callee arguments: (argument_list) @arguments)
(argument_list [(line_comment) (block_comment)]) @arguments.open
(field_access object: (identifier) @object field: (identifier) @property)
`;

/** Methods are no names here: they may be inherited, and have overloads. */
export const java: Queries = { structure, names };
