> select 'trailing  ', E'tab\there', '', null, 'quote"d'
trailing tab here "" <null>
