using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kolaybase.Api.Rest.OpenApi;

namespace Kolaybase.Tests.Rest.OpenApi;

/// <summary>The shape of PostgREST's own document, piece by piece.</summary>
public class SwaggerDocumentTests
{
    private static readonly DescribedRelation Children = new(
        "child_entities",
        "child_entities comment\n\nMore of it\nin two lines",
        [
            Column("id", "integer", required: true, comment: "child_entities id comment", isKey: true),
            Column("name", "text"),
            Column("parent_id", "integer", references: new("entities", "id"), isKey: true),
            Column("kind", "character varying", maxLength: 5, @default: "'a'::character varying"),
            Column("mood", "public.mood", labels: ["sad", "ok"]),
            Column("tags", "text[]"),
            Column("any", "jsonb"),
            Column("many", "jsonb[]"),
        ],
        Writable: true);

    private static readonly DescribedRelation Readable = new("a view", null, [Column("x", "integer")], Writable: false);

    [Fact]
    public async Task The_head_tells_where_the_API_is_and_what_the_schema_is()
    {
        var document = await WriteAsync(new("title\n\ndescription\nin lines", [], []), "https://base.example.com/api/rest/v1");
        document.Remove("paths");
        document.Remove("parameters");

        AssertJson("""
            {
              "swagger": "2.0",
              "info": { "description": "description\nin lines", "title": "title", "version": "14" },
              "host": "base.example.com:443",
              "basePath": "/api/rest/v1",
              "schemes": ["https"],
              "consumes": ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json", "text/csv"],
              "produces": ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json", "text/csv"],
              "definitions": {},
              "externalDocs": { "description": "PostgREST Documentation", "url": "https://docs.postgrest.org/en/v14/references/api.html" }
            }
            """, document);
    }

    [Fact]
    public async Task Without_a_comment_there_is_a_title_all_the_same()
    {
        var info = (await WriteAsync(new(null, [], [])))["info"]!;

        Assert.Equal("Data API", (string?)info["title"]);
        Assert.NotEmpty((string?)info["description"] ?? "");
    }

    [Fact]
    public async Task The_root_is_described_and_nothing_else_when_there_is_nothing() => AssertJson("""
        {
          "/": {
            "get": {
              "tags": ["Introspection"],
              "summary": "OpenAPI description (this document)",
              "produces": ["application/openapi+json", "application/json"],
              "responses": { "200": { "description": "OK" } }
            }
          }
        }
        """, (await WriteAsync(new(null, [], [])))["paths"]);

    [Fact]
    public async Task A_relation_has_a_definition_with_formats_and_notes_about_keys() => AssertJson("""
        {
          "child_entities": {
            "description": "child_entities comment\n\nMore of it\nin two lines",
            "required": ["id"],
            "properties": {
              "id": { "description": "child_entities id comment\n\nNote:\nThis is a Primary Key.<pk/>", "format": "integer", "type": "integer" },
              "name": { "format": "text", "type": "string" },
              "parent_id": {
                "description": "Note:\nThis is a Primary Key.<pk/>\nThis is a Foreign Key to `entities.id`.<fk table='entities' column='id'/>",
                "format": "integer",
                "type": "integer"
              },
              "kind": { "default": "a", "format": "character varying", "type": "string", "maxLength": 5 },
              "mood": { "enum": ["sad", "ok"], "format": "public.mood", "type": "string" },
              "tags": { "format": "text[]", "type": "array", "items": { "type": "string" } },
              "any": { "format": "jsonb" },
              "many": { "format": "jsonb[]", "type": "array", "items": {} }
            },
            "type": "object"
          }
        }
        """, (await WriteAsync(new(null, [Children], [])))["definitions"]);

    [Fact]
    public async Task A_relation_that_can_be_written_has_four_operations()
    {
        var path = (await WriteAsync(new(null, [Children with { Columns = Children.Columns[..2] }], [])))["paths"]!["/child_entities"];

        AssertJson("""
            {
              "get": {
                "tags": ["child_entities"],
                "summary": "child_entities comment",
                "description": "More of it\nin two lines",
                "parameters": [
                  { "$ref": "#/parameters/rowFilter.child_entities.id" },
                  { "$ref": "#/parameters/rowFilter.child_entities.name" },
                  { "$ref": "#/parameters/select" },
                  { "$ref": "#/parameters/order" },
                  { "$ref": "#/parameters/range" },
                  { "$ref": "#/parameters/rangeUnit" },
                  { "$ref": "#/parameters/offset" },
                  { "$ref": "#/parameters/limit" },
                  { "$ref": "#/parameters/preferCount" }
                ],
                "responses": {
                  "200": { "description": "OK", "schema": { "items": { "$ref": "#/definitions/child_entities" }, "type": "array" } },
                  "206": { "description": "Partial Content" }
                }
              },
              "post": {
                "tags": ["child_entities"],
                "summary": "child_entities comment",
                "description": "More of it\nin two lines",
                "parameters": [{ "$ref": "#/parameters/body.child_entities" }, { "$ref": "#/parameters/select" }, { "$ref": "#/parameters/preferPost" }],
                "responses": { "201": { "description": "Created" } }
              },
              "delete": {
                "tags": ["child_entities"],
                "summary": "child_entities comment",
                "description": "More of it\nin two lines",
                "parameters": [
                  { "$ref": "#/parameters/rowFilter.child_entities.id" },
                  { "$ref": "#/parameters/rowFilter.child_entities.name" },
                  { "$ref": "#/parameters/preferReturn" }
                ],
                "responses": { "204": { "description": "No Content" } }
              },
              "patch": {
                "tags": ["child_entities"],
                "summary": "child_entities comment",
                "description": "More of it\nin two lines",
                "parameters": [
                  { "$ref": "#/parameters/rowFilter.child_entities.id" },
                  { "$ref": "#/parameters/rowFilter.child_entities.name" },
                  { "$ref": "#/parameters/body.child_entities" },
                  { "$ref": "#/parameters/preferReturn" }
                ],
                "responses": { "204": { "description": "No Content" } }
              }
            }
            """, path);
    }

    [Fact]
    public async Task A_relation_that_can_not_has_one() =>
        Assert.Equal(["get"], (await WriteAsync(new(null, [Readable], [])))["paths"]!["/a view"]!.AsObject().Select(o => o.Key));

    [Fact]
    public async Task Shared_parameters_and_those_of_relations_stand_in_their_section()
    {
        var parameters = (await WriteAsync(new(null, [Readable with { Columns = [Column("x", "integer", comment: "the x")] }], [])))["parameters"]!.AsObject();

        Assert.Equal(
            ["preferParams", "preferReturn", "preferCount", "preferPost", "select", "on_conflict", "order", "range", "rangeUnit", "offset", "limit", "body.a view", "rowFilter.a view.x"],
            parameters.Select(p => p.Key));
        AssertJson("""{ "name": "Prefer", "description": "Preference", "required": false, "in": "header", "type": "string" }""", parameters["preferParams"]);
        AssertJson("""
            {
              "name": "Prefer", "description": "Preference", "required": false,
              "enum": ["return=representation", "return=minimal", "return=none", "resolution=ignore-duplicates", "resolution=merge-duplicates"],
              "in": "header", "type": "string"
            }
            """, parameters["preferPost"]);
        AssertJson("""{ "name": "Range-Unit", "description": "Limiting and Pagination", "required": false, "default": "items", "in": "header", "type": "string" }""", parameters["rangeUnit"]);
        AssertJson("""{ "name": "a view", "description": "a view", "required": false, "in": "body", "schema": { "$ref": "#/definitions/a view" } }""", parameters["body.a view"]);
        AssertJson("""{ "name": "x", "description": "the x", "required": false, "in": "query", "type": "string" }""", parameters["rowFilter.a view.x"]);
    }

    [Fact]
    public async Task A_function_that_only_reads_can_be_called_in_two_ways()
    {
        var routine = new DescribedRoutine(
            "search",
            "Finds it\nQuickly",
            [new("word", "text", true, false), new("limit", "integer", false, false), new("tags", "text[]", false, false), new("data", "json", false, false), new("more", "integer[]", false, true)],
            OnlyReads: true);

        AssertJson("""
            {
              "get": {
                "tags": ["(rpc) search"],
                "summary": "Finds it",
                "description": "Quickly",
                "produces": ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json"],
                "parameters": [
                  { "name": "word", "required": true, "in": "query", "format": "text", "type": "string" },
                  { "name": "limit", "required": false, "in": "query", "format": "integer", "type": "integer" },
                  { "name": "tags", "required": false, "in": "query", "format": "text[]", "type": "string" },
                  { "name": "data", "required": false, "in": "query", "format": "json", "type": "string" },
                  { "name": "more", "required": false, "in": "query", "type": "array", "items": { "format": "integer", "type": "integer" }, "collectionFormat": "multi" }
                ],
                "responses": { "200": { "description": "OK" } }
              },
              "post": {
                "tags": ["(rpc) search"],
                "summary": "Finds it",
                "description": "Quickly",
                "produces": ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json"],
                "parameters": [
                  {
                    "name": "args",
                    "required": true,
                    "in": "body",
                    "schema": {
                      "description": "Finds it\nQuickly",
                      "required": ["word"],
                      "properties": {
                        "word": { "format": "text", "type": "string" },
                        "limit": { "format": "integer", "type": "integer" },
                        "tags": { "format": "text[]", "type": "array", "items": { "type": "string" } },
                        "data": { "format": "json" },
                        "more": { "format": "integer[]", "type": "array", "items": { "type": "integer" } }
                      },
                      "type": "object"
                    }
                  },
                  { "$ref": "#/parameters/preferParams" }
                ],
                "responses": { "200": { "description": "OK" } }
              }
            }
            """, (await WriteAsync(new(null, [], [routine])))["paths"]!["/rpc/search"]);
    }

    [Fact]
    public async Task A_function_that_may_write_is_posted_to()
    {
        var path = (await WriteAsync(new(null, [], [new("go", null, [], OnlyReads: false)])))["paths"]!["/rpc/go"]!.AsObject();

        Assert.Equal(["post"], path.Select(o => o.Key));
        AssertJson("""{ "name": "args", "required": true, "in": "body", "schema": { "type": "object" } }""", path["post"]!["parameters"]![0]);
    }

    [Fact]
    public async Task Names_in_references_are_escaped_as_JSON_pointers()
    {
        var document = await WriteAsync(new(null, [new("a/b~c", null, [], Writable: false)], []));

        Assert.Equal("#/definitions/a~1b~0c", (string?)document["paths"]!["/a/b~c"]!["get"]!["responses"]!["200"]!["schema"]!["items"]!["$ref"]);
    }

    private static DescribedColumn Column(
        string name,
        string type,
        bool required = false,
        string? @default = null,
        int? maxLength = null,
        ImmutableArray<string>? labels = null,
        string? comment = null,
        bool isKey = false,
        DescribedReference? references = null) => new(name, type, required, @default, maxLength, labels ?? [], comment, isKey, references);

    private static async Task<JsonObject> WriteAsync(SchemaDescription schema, string url = "http://localhost:4000/api/rest/v1")
    {
        using var stream = new MemoryStream();
        await SwaggerDocument.WriteAsync(PipeWriter.Create(stream, new(leaveOpen: true)), schema, new(url), TestContext.Current.CancellationToken);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    /// <summary>The order of keys counts too: documents are compared by people.</summary>
    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.Equal(JsonSerializer.Serialize(JsonNode.Parse(expected), s_indented), JsonSerializer.Serialize(actual, s_indented));

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
}
