using System.Text.Json;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Isolation;

/// <summary>The attacked project, and what it held before.</summary>
internal sealed class Victim(ControlPlaneFixture plane, ProvisionedProject project)
{
    public const string Table = "ledger";
    public const string Column = "note";
    public const string Function = "plant";
    private const string Secret = "the victim's secret";
    private const string Name = "the victim's name";
    private string _before = "";

    public ProvisionedProject Project => project;

    /// <summary>What no stranger's answer may hold.</summary>
    public string[] Secrets => [Secret, Name, project.AnonKey, project.ServiceKey, project.Ref.Database.Name, project.Ref.Database.OwnerRole];

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await project.ExecuteAsync($"create table {Table}(id int8 primary key, {Column} text); insert into {Table} values (1, $${Secret}$$); grant all on {Table} to anon, authenticated, service_role", cancellationToken);
        await project.ExecuteAsync($"create function {Function}() returns void language sql as $$insert into {Table} values (2, 'planted')$$; grant execute on function {Function} to anon, authenticated, service_role", cancellationToken);
        await AddObjectAsync(cancellationToken);
        await using (var db = plane.OpenRegistry())
        {
            await db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Name, Name), cancellationToken);
        }

        _before = await StateAsync(cancellationToken);
    }

    /// <summary>A bucket of the table's name with one object, whose bytes are the secret.</summary>
    private async Task AddObjectAsync(CancellationToken cancellationToken)
    {
        var (key, bytes) = (ObjectKey.Create(project.Id), System.Text.Encoding.UTF8.GetBytes(Secret));
        await plane.Services.GetRequiredService<ObjectStores>().Of(project.Ref).PutAsync(key, new MemoryStream(bytes), bytes.Length, "text/plain", cancellationToken);
        await project.ExecuteAsync($"insert into storage.buckets (name) values ('{Table}'); insert into storage.objects (bucket_id, name, size, content_type, etag, version) values ('{Table}', 'secret.txt', {bytes.Length}, 'text/plain', 'etag', '{key.Version}')", cancellationToken);
    }

    /// <summary>Proves that nothing changed: rows, tables, columns, the project's own entry and its keys.</summary>
    public async Task IsUntouchedAsync(CancellationToken cancellationToken) => Assert.Equal(_before, await StateAsync(cancellationToken));

    private async Task<string> StateAsync(CancellationToken cancellationToken)
    {
        var tables = await project.QueryAsync<string>("select coalesce(string_agg(table_schema || '.' || table_name || '.' || column_name, ' ' order by 1), '') from (select table_schema, table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2, 3) c", cancellationToken);
        var rows = await project.QueryAsync<string>($"select coalesce(string_agg(l::text, ' ' order by id), '') from {Table} l", cancellationToken);
        var objects = await project.QueryAsync<string>("select coalesce(string_agg(b::text || o::text, ' '), '') || (select count(*) from storage.uploads) from storage.buckets b left join storage.objects o on o.bucket_id = b.name", cancellationToken);
        await using var db = plane.OpenRegistry();
        var entry = await db.Projects.AsNoTracking().Where(p => p.Id == project.Id).Select(p => new { p.Name, p.Description, p.Status, p.StatusMessage, p.RestMaxRows, p.RestAllowUnfilteredWrites }).SingleAsync(cancellationToken);
        var keys = await db.ProjectKeys.AsNoTracking().Where(k => k.ProjectId == project.Id).OrderBy(k => k.Kind).Select(k => new { k.Hash, k.RevokedAt }).ToListAsync(cancellationToken);
        return JsonSerializer.Serialize(new { tables, rows, objects, entry, keys });
    }
}
