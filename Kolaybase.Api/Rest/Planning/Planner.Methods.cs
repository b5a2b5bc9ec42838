using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content>What a table takes, and what the schema holds.</content>
internal sealed partial class Planner
{
    /// <summary>What the database holds.</summary>
    public SchemaSnapshot Snapshot => snapshot;

    /// <summary>Which methods a table or view takes, as <c>Allow</c> tells it. A row is put by its key.</summary>
    /// <exception cref="Http.ApiException">404 <c>PGRST205</c>: there is none of that name.</exception>
    public string Methods(string table)
    {
        var relation = Resolve(table);
        var (inserts, updates) = (relation.Writes.HasFlag(Writes.Insert), relation.Writes.HasFlag(Writes.Update));
        return "OPTIONS,GET,HEAD"
            + (inserts ? ",POST" : "")
            + (inserts && updates && !relation.PrimaryKey.IsEmpty ? ",PUT" : "")
            + (updates ? ",PATCH" : "")
            + (relation.Writes.HasFlag(Writes.Delete) ? ",DELETE" : "");
    }
}
