using System.Globalization;
using Kolaybase.Api.Rest.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Makes Npgsql's commands of ours.</summary>
internal static class Commands
{
    /// <summary>
    /// One command of a batch. Its text names the version of the schema: connections keep what they have prepared by its text, with the types that
    /// parameters and columns had, and after a change these may be others.
    /// </summary>
    public static NpgsqlBatchCommand ToCommand(this SqlStatement statement, long schemaVersion)
    {
        var command = new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture, $"/* {schemaVersion} */ {statement.Text}"));
        foreach (var parameter in statement.Parameters)
        {
            command.Parameters.Add(parameter.Type switch
            {
                SqlParameterType.Int8 => new NpgsqlParameter<long> { TypedValue = (long)parameter.Value },
                SqlParameterType.Text => new NpgsqlParameter<string> { TypedValue = (string)parameter.Value },
                SqlParameterType.Json => new() { Value = parameter.Value, NpgsqlDbType = NpgsqlDbType.Json },
                SqlParameterType.Bytea => new() { Value = parameter.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                _ => new() { Value = parameter.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
            });
        }

        return command;
    }
}
