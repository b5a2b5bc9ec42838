namespace Kolaybase.Api.Rest.Execution;

/// <summary>A result has other types than were planned for, since the schema was changed while the statement waited for its table.</summary>
internal sealed class TypesChangedException() : Exception("The types of the result are not those that were planned for.");
