import type { Queries } from '../parser.ts';

const names = `
[(function_item) (function_signature_item) (closure_expression)] @scope.function
[(block) (match_arm) (for_expression) (if_expression) (while_expression) (impl_item) (trait_item) (struct_item)
 (enum_item) (union_item) (type_item) (mod_item) (associated_type)] @scope
(use_wildcard) @open

(function_item name: (identifier) @outer)
(function_signature_item name: (identifier) @outer)
(struct_item name: (type_identifier) @outer)
(enum_item name: (type_identifier) @outer)
(union_item name: (type_identifier) @outer)
(trait_item name: (type_identifier) @outer)
(type_item name: (type_identifier) @outer)
(associated_type name: (type_identifier) @outer)
(mod_item name: (identifier) @outer)
(const_item name: (identifier) @local)
(static_item name: (identifier) @local)
(macro_definition name: (identifier) @global)
(extern_crate_declaration name: (identifier) @local)
(extern_crate_declaration alias: (identifier) @local)
(type_parameter name: (type_identifier) @local)
(const_parameter name: (identifier) @local)

(use_declaration argument: (identifier) @local)
(use_declaration argument: (scoped_identifier name: (identifier) @sure.local))
(use_list (identifier) @local)
(use_list (scoped_identifier name: (identifier) @sure.local))
(use_as_clause alias: (identifier) @local)
(use_as_clause path: (identifier) @skip)
(scoped_use_list path: (identifier) @local list: (use_list (self)))
(scoped_use_list path: (scoped_identifier name: (identifier) @sure.local) list: (use_list (self)))
(scoped_identifier name: (identifier) @skip)
(scoped_type_identifier name: (type_identifier) @skip)

(let_declaration pattern: (identifier) @local)
(let_condition pattern: (identifier) @local)
(for_expression pattern: (identifier) @local)
(parameter pattern: (identifier) @local)
(closure_parameters (identifier) @local)
(tuple_pattern (identifier) @local)
(tuple_struct_pattern type: (identifier) @sure.use)
(tuple_struct_pattern (identifier) @local)
(slice_pattern (identifier) @local)
(or_pattern (identifier) @local)
(ref_pattern (identifier) @local)
(mut_pattern (identifier) @local)
(reference_pattern (identifier) @local)
(captured_pattern . (identifier) @local)
(match_pattern . (identifier) @local)
(field_pattern pattern: (identifier) @local)
(field_pattern name: (shorthand_field_identifier) @local)
(enum_variant name: (identifier) @skip)
(label (identifier) @skip)
(lifetime (identifier) @skip)
(attribute (identifier) @skip)
(macro_invocation macro: (identifier) @skip)
(token_tree (identifier) @vague)
(token_tree_pattern (identifier) @vague)
(string_content) @inside

[(identifier) (type_identifier)] @use
`;

const structure = `
[(line_comment) (block_comment)] @comment
(function_item name: (identifier) @name parameters: (_) @parameters body: (_) @body) @function
(function_signature_item name: (identifier) @name parameters: (_) @parameters) @function.signature
(struct_item name: (type_identifier) @name) @type
(union_item name: (type_identifier) @name) @type
(enum_item name: (type_identifier) @name) @enum
(enum_variant name: (identifier) @case)
(trait_item name: (type_identifier) @name) @interface
(type_item name: (type_identifier) @name) @type
(impl_item !trait type: [(type_identifier) @name (generic_type type: (type_identifier) @name)]) @members
(mod_item name: (identifier) @name body: (_) @body) @namespace
(const_item name: (identifier) @name value: (_) @body) @value
(static_item name: (identifier) @name value: (_) @body) @value
(macro_definition name: (identifier) @name) @macro
((attribute_item) . (_) @altered)
(source_file (mod_item !body name: (identifier) @mod) @import.run)

(parameters [(parameter) (self_parameter)] @parameter.required) @parameters
(parameters (variadic_parameter) @parameter.rest) @parameters

(call_expression function: (identifier) @callee arguments: (arguments) @arguments)
(arguments [(line_comment) (block_comment) (attribute_item)]) @arguments.open
`;

export const rust: Queries = { structure, names };
