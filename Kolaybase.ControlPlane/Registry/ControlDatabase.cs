using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>Brings the control database's schema up to date.</summary>
public sealed class ControlDatabase(IDbContextFactory<RegistryContext> registry, NpgsqlDataSource control)
{
    // Any constant, as long as it stays the same.
    private const long Lock = 0x6b6f6c6179_02;

    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Applies what is missing of the migrations; any number of processes may call it at the same time.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // EF locks its history table, but two processes may still both try to make that table.
        await using var held = await AdvisoryLock.TakeAsync(control, Lock, cancellationToken);
        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        // As long as its rows need: given up, a migration would begin anew.
        context.Database.SetCommandTimeout(Patience);
        // Otherwise the first start asks a table that is not there, and its log begins with an error.
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }
}
