using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>One subject of the catalogue: what to ask and what to make of each row.</summary>
/// <param name="Sql">The statement; <c>$1</c> are the exposed schemas. It runs with <c>search_path</c> set to <c>pg_catalog, pg_temp</c>: nothing that a tenant made hides a name.</param>
/// <param name="ReadRow">Takes a row into the facts.</param>
internal sealed record CatalogueQuery(string Sql, Action<NpgsqlDataReader, CatalogueFacts> ReadRow);
