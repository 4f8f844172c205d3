import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import sentiment.ApiClient;
import sentiment.ApiException;
import sentiment.api.SentimentApi;
import sentiment.model.Problem;
import sentiment.model.SentimentRequest;

/** Asks the service of the document through the generated client, and prints the answers as one line of JSON. */
public class CheckClient {
  public static void main(String[] arguments) throws Exception {
    // The client takes the address from the servers of the document.
    ApiClient client = new ApiClient();
    ObjectMapper json = client.getObjectMapper();
    SentimentApi api = new SentimentApi(client);
    List<String> labels =
        api.predict(new SentimentRequest().text(List.of("I love it.", "I hate it.")), null, null)
            .getPredictions()
            .stream()
            .map(scores -> scores.get(0).getLabel())
            .toList();
    try {
      api.predict(new SentimentRequest().text(List.of()), null, null);
      throw new IllegalStateException("an empty list was accepted");
    } catch (ApiException error) {
      Problem problem = json.readValue(error.getResponseBody(), Problem.class);
      System.out.println(
          json.writeValueAsString(
              Map.of("labels", labels, "status", problem.getStatus(), "type", problem.getType())));
    }
  }
}
