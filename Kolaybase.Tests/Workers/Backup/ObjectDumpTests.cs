using System.Reflection;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>A store that gives fewer bytes than it says makes no dump.</summary>
public sealed class ObjectDumpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 3, false)]
    [InlineData(0, 0, true)]
    public async Task The_bytes_of_an_object_are_as_many_as_its_store_says(int said, int given, bool whole)
    {
        using var folder = TemporaryFolder.Create();
        var dump = new DumpFolder(folder.Combine("dump"));
        dump.Create();
        var version = Guid.CreateVersion7();
        var objects = new ObjectDump(new ObjectStores(new ObjectStoresOptions(), new Dictionary<string, IObjectStore> { [ObjectStoresOptions.Files] = Store.Of(said, given) }));

        Task<(int Count, IReadOnlyList<Guid> Missing)> WriteAsync() => objects.WriteAsync(Project(), [new DumpedObject(version, said, "text/plain", "")], dump, Cancel);

        if (whole)
        {
            Assert.Equal(1, (await WriteAsync()).Count);
            Assert.Equal(said, new FileInfo(dump.File(ObjectLines.FileOf(version))).Length);
        }
        else
        {
            Assert.Contains($"{given} of {said} bytes of the object {version}", (await Assert.ThrowsAsync<BackupException>(WriteAsync)).Message, StringComparison.Ordinal);
        }
    }

    private static Project Project() => new()
    {
        Id = Guid.CreateVersion7(),
        TeamId = Guid.CreateVersion7(),
        Name = "p",
        Description = "",
        Status = ProjectStatus.Active,
        DatabaseServer = "default",
        IdentityServer = "builtin",
        ObjectStore = ObjectStoresOptions.Files,
        DatabaseName = "d",
        OwnerRole = "o",
        OwnerPasswordSealed = "",
        AuthenticatorRole = "a",
        AuthenticatorPasswordSealed = "",
        CreatedAt = TimeProvider.System.GetUtcNow(),
        CreatedBy = Guid.CreateVersion7(),
    };

    // DispatchProxy derives from it: not sealed.
#pragma warning disable CA1852
    private class Store : DispatchProxy
#pragma warning restore CA1852
    {
        private int _said;
        private int _given;

        public static IObjectStore Of(int said, int given)
        {
            var store = Create<IObjectStore, Store>();
            (((Store)(object)store)._said, ((Store)(object)store)._given) = (said, given);
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IObjectStore.SizeAsync) => Task.FromResult<long?>(_said),
            nameof(IObjectStore.OpenReadAsync) => Task.FromResult<Stream>(new MemoryStream(new byte[_given])),
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
