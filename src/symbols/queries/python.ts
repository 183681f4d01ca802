import type { Queries } from '../parser.ts';

const names = `
[(function_definition) (lambda)] @scope.function
[(list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)
 (class_definition)] @scope
(wildcard_import) @open

(function_definition name: (identifier) @outer)
(class_definition name: (identifier) @outer)
(type_alias_statement left: (type (identifier) @local))
(type_alias_statement left: (type (generic_type . (identifier) @local)))
(type_alias_statement left: (type (generic_type (type_parameter (type (identifier) @local)))))
(function_definition type_parameters: (type_parameter (type (identifier) @local)))
(class_definition type_parameters: (type_parameter (type (identifier) @local)))

(parameters (identifier) @local)
(lambda_parameters (identifier) @local)
(default_parameter name: (identifier) @local)
(typed_default_parameter name: (identifier) @local)
(typed_parameter . (identifier) @local)
(list_splat_pattern (identifier) @local)
(dictionary_splat_pattern (identifier) @local)

(assignment left: (identifier) @local)
(augmented_assignment left: (identifier) @local)
(pattern_list (identifier) @local)
(tuple_pattern (identifier) @local)
(list_pattern (identifier) @local)
(named_expression name: (identifier) @hoist)
(for_statement left: (identifier) @local)
(for_in_clause left: (identifier) @local)
(as_pattern_target (identifier) @local)
(as_pattern_target (tuple (identifier) @local))
(as_pattern (case_pattern) (identifier) @local)
(case_pattern (dotted_name . (identifier) @local .))
(keyword_pattern . (identifier) @skip)
(keyword_pattern (dotted_name . (identifier) @local .))
(splat_pattern (identifier) @local)
(class_pattern . (dotted_name . (identifier) @use))
(global_statement (identifier) @global)
(nonlocal_statement (identifier) @local)

(import_statement name: (dotted_name . (identifier) @local))
(import_statement name: (dotted_name (identifier) . (identifier) @skip))
(aliased_import alias: (identifier) @local)
(aliased_import name: (dotted_name (identifier) @skip))
(import_from_statement module_name: (dotted_name (identifier) @skip))
(import_from_statement name: (dotted_name (identifier) @local))
(relative_import (dotted_name (identifier) @skip))
(future_import_statement (dotted_name (identifier) @skip))
(attribute attribute: (identifier) @skip)
(keyword_argument name: (identifier) @skip)

(identifier) @use
`;

const structure = `
(comment) @comment
(function_definition name: (identifier) @name parameters: (_) @parameters body: (_) @body) @function
(class_definition name: (identifier) @name body: (_) @body) @class
(class_definition superclasses: (argument_list (_))) @heir
((class_definition superclasses: (argument_list [(identifier) @base (attribute attribute: (identifier) @base)])) @enumeration
  (#match? @base "^(Int|Str)?(Enum|Flag)$"))
(class_definition body: (block (expression_statement (assignment left: (identifier) @case))))
(class_definition body: (block [(function_definition name: (identifier) @case) (decorated_definition (function_definition name: (identifier) @case))]))
(decorated_definition definition: (_) @altered)
(assignment left: (identifier) @name !right) @value
(assignment left: (identifier) @name right: (_) @body) @value
(type_alias_statement left: (type . (_) @name)) @type

(parameters (identifier) @parameter.required.both) @parameters
(parameters (typed_parameter . (identifier)) @parameter.required.both) @parameters
(parameters (default_parameter) @parameter.optional.both) @parameters
(parameters (typed_default_parameter) @parameter.optional.both) @parameters
(parameters (list_splat_pattern) @parameter.rest.rest) @parameters
(parameters (typed_parameter . (list_splat_pattern)) @parameter.rest.rest) @parameters
(parameters (dictionary_splat_pattern) @parameter.names.names) @parameters
(parameters (typed_parameter . (dictionary_splat_pattern)) @parameter.names.names) @parameters
(parameters (keyword_separator) @parameter.rest.bare) @parameters
(parameters (positional_separator) @parameter.bar.bar) @parameters

(import_statement name: (dotted_name) @module) @import.module
(import_statement name: (aliased_import name: (dotted_name) @module alias: (identifier) @import.all)) @import.module
(import_from_statement module_name: (_) @from name: (dotted_name) @import)
(import_from_statement module_name: (_) @from name: (aliased_import name: (dotted_name) @import.of alias: (identifier) @import))
(import_from_statement module_name: (_) @from (wildcard_import)) @export.all

(call function: (identifier) @callee arguments: (argument_list) @arguments)
(call function: (attribute object: (identifier) @object attribute: (identifier) @callee) arguments: (argument_list) @arguments)
(call function: (_) arguments: (generator_expression) @arguments.open)
(argument_list [(list_splat) (dictionary_splat) (comment)]) @arguments.open
(argument_list (keyword_argument name: (identifier) @argument.name)) @arguments.named
(attribute object: (identifier) @object attribute: (identifier) @property)
`;

/** A method sees the names of its class here: wrong, but it hides a mistake at most. */
export const python: Queries = { structure, names };
