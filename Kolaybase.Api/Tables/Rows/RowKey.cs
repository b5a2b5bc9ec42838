using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Rows;

/// <summary><c>pkWhere</c>: the whole primary key of one row.</summary>
internal static class RowKey
{
    /// <summary>Checks that an object names the table's whole key and nothing else.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static void Check(TableShape table, RowObject key)
    {
        var wanted = table.Key.Select(c => c.Name).ToList();
        if (wanted.Count == 0)
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest,
                ErrorCodes.NoPrimaryKey,
                $"\"{table.Name.Name}\" has no primary key, so that no row of it can be named.",
                hint: "Add a primary key, or use the data API with filters.");
        }

        foreach (var name in key.Names)
        {
            table.Require(name, StatusCodes.Status400BadRequest);
        }

        if (key.Names.Count != wanted.Count || key.Names.Except(wanted).Any())
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest,
                ErrorCodes.IncompleteKey,
                $"\"pkWhere\" must name the whole primary key and nothing else: {string.Join(", ", wanted.Select(Identifier.Quote))}.");
        }

        using var document = JsonDocument.Parse(key.Text);
        foreach (var member in document.RootElement.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Null))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.IncompleteKey, $"\"pkWhere.{member.Name}\" is null, which no key holds.");
        }
    }
}
