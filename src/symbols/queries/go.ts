import type { Queries } from '../parser.ts';

const names = `
[(function_declaration) (method_declaration) (func_literal) (function_type) (method_elem)] @scope.function
[(block) (if_statement) (for_statement) (expression_switch_statement) (type_switch_statement) (select_statement)
 (expression_case) (default_case) (type_case) (communication_case) (type_spec) (type_alias)] @scope
(import_spec name: (dot)) @open

(function_declaration name: (identifier) @outer)
(type_spec name: (type_identifier) @outer)
(type_alias name: (type_identifier) @outer)
(parameter_declaration name: (identifier) @local)
(variadic_parameter_declaration name: (identifier) @local)
(type_parameter_declaration name: (identifier) @local)
(const_spec name: (identifier) @local)
(var_spec name: (identifier) @local)
(short_var_declaration left: (expression_list (identifier) @local))
(range_clause left: (expression_list (identifier) @local))
(receive_statement left: (expression_list (identifier) @local))
(type_switch_statement alias: (expression_list (identifier) @local))
(import_spec name: (package_identifier) @local)
(import_spec !name path: (_) @path)
(keyed_element key: (literal_element (identifier) @skip))
(qualified_type package: (package_identifier) @use)

[(identifier) (type_identifier)] @use
`;

const structure = `
(comment) @comment
(package_clause (package_identifier) @package)
(function_declaration name: (identifier) @name parameters: (_) @parameters body: (_) @body) @function
(method_declaration receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @receiver
    (generic_type type: (type_identifier) @receiver)
    (pointer_type [(type_identifier) @receiver (generic_type type: (type_identifier) @receiver)])]))
  name: (field_identifier) @name parameters: (_) @parameters body: (_) @body) @method.receiver
(type_spec name: (type_identifier) @name) @type
(type_alias name: (type_identifier) @name) @type
(const_spec name: (identifier) @name value: (_) @body) @value
(const_spec name: (identifier) @name !value) @value
(var_spec name: (identifier) @name value: (_) @body) @value
(var_spec name: (identifier) @name !value) @value

(parameter_list (parameter_declaration name: (identifier) @parameter.required)) @parameters
(parameter_list (parameter_declaration !name) @parameter.required) @parameters
(parameter_list (variadic_parameter_declaration) @parameter.rest) @parameters

(call_expression function: (identifier) @callee arguments: (argument_list) @arguments)
(argument_list [(variadic_argument) (comment)]) @arguments.open
(argument_list . (call_expression) .) @arguments.open
`;

export const go: Queries = { structure, names };
