import type { Queries } from '../parser.ts';
import { commonjs } from './commonjs.ts';

/** What JavaScript and TypeScript have in common. */
const names = `
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

const types = `
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

const plain = `
(class_declaration name: (identifier) @outer)
(class name: (identifier) @local)
(formal_parameters (identifier) @local)
`;

const tags = `
(jsx_opening_element name: (identifier) @tag)
(jsx_closing_element name: (identifier) @tag)
(jsx_self_closing_element name: (identifier) @tag)
`;

const structure = `
(comment) @comment
(function_declaration name: (identifier) @name parameters: (_) @parameters body: (_) @body) @function
(generator_function_declaration name: (identifier) @name parameters: (_) @parameters body: (_) @body) @function
(variable_declarator name: (identifier) @name value: [
  (arrow_function parameters: (_) @parameters body: (_) @body)
  (function_expression parameters: (_) @parameters body: (_) @body)]) @function.value
(variable_declarator name: (identifier) @name !value) @value
(variable_declarator name: (identifier) @name value: (_) @body) @value
(variable_declarator name: [(object_pattern) (array_pattern)] @pattern)
(method_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @method
(method_definition ["get" "set"] @accessor)
(method_definition "static" @static)
(class_body) @members

(export_statement declaration: (_) @exported)
(export_statement "default" declaration: (_) @exported.default)
(export_statement "default" value: (_) @value.default) @export.default
(export_statement !source (export_clause (export_specifier !alias name: (_) @export)))
(export_statement !source (export_clause (export_specifier name: (_) @export.of alias: (_) @export)))
(export_statement (export_clause (export_specifier !alias name: (_) @export)) source: (string (string_fragment) @from))
(export_statement (export_clause (export_specifier name: (_) @export.of alias: (_) @export)) source: (string (string_fragment) @from))
(export_statement (namespace_export (_) @export) source: (string (string_fragment) @from))
(export_statement "*" source: (string (string_fragment) @from)) @export.all

(import_statement source: (string (string_fragment) @from)) @import.run
(import_statement (import_clause (identifier) @import.default) source: (string (string_fragment) @from))
(import_statement (import_clause (namespace_import (identifier) @import.all)) source: (string (string_fragment) @from))
(import_statement (import_clause (named_imports (import_specifier !alias name: (_) @import))) source: (string (string_fragment) @from))
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.of alias: (_) @import))) source: (string (string_fragment) @from))
(call_expression function: (import) arguments: (arguments . (string (string_fragment) @from))) @import.run
(call_expression function: (identifier) @require arguments: (arguments . (string (string_fragment) @from) .)) @import.run

(call_expression function: (identifier) @callee arguments: (arguments) @arguments)
(call_expression function: (member_expression object: [(identifier) (this)] @object property: (property_identifier) @callee) arguments: (arguments) @arguments)
(new_expression constructor: (identifier) @callee arguments: (arguments) @arguments)
(arguments [(spread_element) (comment)]) @arguments.open
(member_expression object: (identifier) @object property: (property_identifier) @property)
`;

const typedStructure = `
(class_declaration name: (type_identifier) @name body: (class_body) @body) @class
(abstract_class_declaration name: (type_identifier) @name body: (class_body) @body) @class
(class_declaration (class_heritage (extends_clause))) @heir
(abstract_class_declaration (class_heritage (extends_clause))) @heir
(class_declaration decorator: (_)) @altered
(export_statement decorator: (_) declaration: (_) @altered)
(class_body (decorator) . (method_definition) @altered)
(function_signature name: (identifier) @name parameters: (_) @parameters) @function.signature
(method_signature name: (_) @name parameters: (_) @parameters) @method.signature
(abstract_method_signature name: (_) @name parameters: (_) @parameters) @method.signature
(public_field_definition name: (_) @name !value) @member
(public_field_definition name: (_) @name value: (_) @body) @member
(interface_declaration name: (type_identifier) @name) @interface
(type_alias_declaration name: (type_identifier) @name) @type
(enum_declaration name: (identifier) @name) @enum
(enum_body name: (_) @case)
(enum_assignment name: (_) @case)
(internal_module name: (identifier) @name body: (_) @body) @namespace
(ambient_declaration) @ambient
(export_statement "=") @export.whole
(import_statement (import_require_clause (identifier) source: (string (string_fragment) @from))) @import.run

(formal_parameters (required_parameter !value pattern: [(identifier) (object_pattern) (array_pattern)]) @parameter.required) @parameters
(formal_parameters (required_parameter value: (_)) @parameter.optional) @parameters
(formal_parameters (optional_parameter) @parameter.optional) @parameters
(formal_parameters (required_parameter pattern: (rest_pattern)) @parameter.rest) @parameters
`;

const plainStructure = `
(class_declaration name: (identifier) @name body: (class_body) @body) @class
(class_declaration (class_heritage)) @heir
(field_definition property: (_) @name !value) @member
(field_definition property: (_) @name value: (_) @body) @member
`;

export const typescript: Queries = { structure: structure + typedStructure, names: names + types };

export const tsx: Queries = { structure: structure + typedStructure, names: names + types + tags };

/** Its functions take any number of arguments, so their arity is not looked at. */
export const javascript: Queries = { structure: structure + plainStructure + commonjs, names: names + plain + tags };
