import type { Queries } from '../parser.ts';
import { commonjs } from './commonjs.ts';
import { names, plain, tags, types } from './typescript-names.ts';

/** What JavaScript and TypeScript have in common. */
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
